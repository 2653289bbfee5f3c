{{ in_contract_columns('churn_markers', source('files', 'churn_markers')) }}
