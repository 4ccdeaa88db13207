import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist/', 'build/', 'node_modules/', 'coverage/'] },
	...tseslint.configs.recommended,
	{
		rules: {
			eqeqeq: ['error', 'always'],
			'no-console': 'error',
			'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
			'no-eval': 'error',
			'no-implied-eval': 'error',
			// What `npm run new-preset` leaves to be filled in.
			'no-warning-comments': ['error', { terms: ['todo'], location: 'anywhere' }],
			'prefer-const': 'error',
			'object-shorthand': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		},
	},
	// Command-line programs speak on their standard output.
	{
		files: ['scripts/**', 'bench/**', 'test/**/cli.ts', 'test/workspace/{start,serve}.ts', '**/*.mjs'],
		rules: { 'no-console': 'off' },
	},
	// A module that is only declared has no other way to name a type.
	{
		files: ['**/*.d.{ts,cts}'],
		rules: { '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }] },
	},
	{ files: ['**/*.cjs', '*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
