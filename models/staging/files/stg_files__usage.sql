{{ in_contract_columns('usage', source('files', 'usage')) }}
