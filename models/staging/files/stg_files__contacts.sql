{{ in_contract_columns('contacts', source('files', 'contacts')) }}
