{{ in_contract_columns('surveys', source('files', 'surveys')) }}
