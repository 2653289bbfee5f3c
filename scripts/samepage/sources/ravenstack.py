"""Connector `ravenstack`: the public subscriptions of RavenStack, a made-up software company.

vars.ravenstack: {folder: ../shared/data/ravenstack}

The example of billing, product and support data without a CRM, by River at Rivalytics (MIT).
models/staging/ravenstack/ says what of it is believed.
"""

from __future__ import annotations

from samepage.sources.exports import Export

EXPORT = Export(
    "ravenstack",
    title="Rivalytics' RavenStack export",
    home="https://www.kaggle.com/datasets/rivalytics/saas-subscription-and-churn-analytics-dataset",
    prefix="ravenstack_",
    tables={
        "accounts": {
            "account_id": "varchar",
            "account_name": "varchar",
            "industry": "varchar",
            "country": "varchar",
            "signup_date": "date",
            "referral_source": "varchar",
            "plan_tier": "varchar",
            "seats": "integer",
            "is_trial": "boolean",
            "churn_flag": "boolean",
        },
        "subscriptions": {
            "subscription_id": "varchar",
            "account_id": "varchar",
            "start_date": "date",
            "end_date": "date",
            "plan_tier": "varchar",
            "seats": "integer",
            "mrr_amount": "double precision",
            "arr_amount": "double precision",
            "is_trial": "boolean",
            "upgrade_flag": "boolean",
            "downgrade_flag": "boolean",
            "churn_flag": "boolean",
            "billing_frequency": "varchar",
            "auto_renew_flag": "boolean",
        },
        "feature_usage": {
            "usage_id": "varchar",
            "subscription_id": "varchar",
            "usage_date": "date",
            "feature_name": "varchar",
            "usage_count": "integer",
            "usage_duration_secs": "integer",
            "error_count": "integer",
            "is_beta_feature": "boolean",
        },
        "support_tickets": {
            "ticket_id": "varchar",
            "account_id": "varchar",
            "submitted_at": "date",
            "closed_at": "timestamp",
            "resolution_time_hours": "double precision",
            "priority": "varchar",
            "first_response_time_minutes": "integer",
            "satisfaction_score": "double precision",
            "escalation_flag": "boolean",
        },
        "churn_events": {
            "churn_event_id": "varchar",
            "account_id": "varchar",
            "churn_date": "date",
            "reason_code": "varchar",
            "refund_amount_usd": "double precision",
            "preceding_upgrade_flag": "boolean",
            "preceding_downgrade_flag": "boolean",
            "is_reactivation": "boolean",
            "feedback_text": "varchar",
        },
    },
)
