{{ in_contract_columns('opportunities', source('sample', 'opportunities')) }}
