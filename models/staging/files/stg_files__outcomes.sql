{{ in_contract_columns('outcomes', source('files', 'outcomes')) }}
