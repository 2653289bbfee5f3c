{{ in_contract_columns('leads', source('files', 'leads')) }}
