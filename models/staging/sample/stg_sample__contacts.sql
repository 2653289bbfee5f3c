{{ in_contract_columns('contacts', source('sample', 'contacts')) }}
