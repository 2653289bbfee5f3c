{{ in_contract_columns('outcomes', source('sample', 'outcomes')) }}
