{{ in_contract_columns('opportunities', source('files', 'opportunities')) }}
