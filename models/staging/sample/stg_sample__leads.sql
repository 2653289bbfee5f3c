{{ in_contract_columns('leads', source('sample', 'leads')) }}
