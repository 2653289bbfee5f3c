{{ in_contract_columns('accounts', source('files', 'accounts')) }}
