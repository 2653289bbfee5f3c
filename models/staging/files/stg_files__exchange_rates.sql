{{ in_contract_columns('exchange_rates', source('files', 'exchange_rates')) }}
