{{ in_contract_columns('spend', source('files', 'spend')) }}
