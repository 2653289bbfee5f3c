"""Connector `maven_crm`: Maven Analytics' public "CRM Sales Opportunities" (fictitious deals).

vars.maven_crm: {folder: ../shared/data/maven_crm}

The example of a CRM and nothing else. models/staging/maven_crm/ corrects its spellings.
"""

from __future__ import annotations

from samepage.sources.exports import Export

EXPORT = Export(
    "maven_crm",
    title='Maven Analytics\' "CRM Sales Opportunities"',
    home="https://mavenanalytics.io/data-playground",
    tables={
        "accounts": {
            "account": "varchar",
            "sector": "varchar",
            "year_established": "integer",
            "revenue": "double precision",
            "employees": "integer",
            "office_location": "varchar",
            "subsidiary_of": "varchar",
        },
        "products": {"product": "varchar", "series": "varchar", "sales_price": "double precision"},
        "sales_pipeline": {
            "opportunity_id": "varchar",
            "sales_agent": "varchar",
            "product": "varchar",
            "account": "varchar",
            "deal_stage": "varchar",
            "engage_date": "date",
            "close_date": "date",
            "close_value": "double precision",
        },
        "sales_teams": {
            "sales_agent": "varchar",
            "manager": "varchar",
            "regional_office": "varchar",
        },
    },
)
