{{ in_contract_columns('subscriptions', source('files', 'subscriptions')) }}
