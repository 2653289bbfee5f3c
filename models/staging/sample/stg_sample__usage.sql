{{ in_contract_columns('usage', source('sample', 'usage')) }}
