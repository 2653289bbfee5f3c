{{ in_contract_columns('touches', source('files', 'touches')) }}
