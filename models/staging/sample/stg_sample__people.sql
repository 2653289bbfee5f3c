{{ in_contract_columns('people', source('sample', 'people')) }}
