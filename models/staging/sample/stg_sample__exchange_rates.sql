{{ in_contract_columns('exchange_rates', source('sample', 'exchange_rates')) }}
