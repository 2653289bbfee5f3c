{{ in_contract_columns('churn_markers', source('sample', 'churn_markers')) }}
