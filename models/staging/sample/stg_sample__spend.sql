{{ in_contract_columns('spend', source('sample', 'spend')) }}
