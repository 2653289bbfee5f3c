{{ in_contract_columns('touches', source('sample', 'touches')) }}
