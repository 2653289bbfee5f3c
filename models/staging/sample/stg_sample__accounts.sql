{{ in_contract_columns('accounts', source('sample', 'accounts')) }}
