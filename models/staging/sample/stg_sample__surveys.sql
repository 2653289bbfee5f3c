{{ in_contract_columns('surveys', source('sample', 'surveys')) }}
