{{ in_contract_columns('subscriptions', source('sample', 'subscriptions')) }}
