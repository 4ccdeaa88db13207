export const serviceAccountSettings = {
	userId: 'Session_rest_user_id',
	token: 'Session_rest_token',
	createTokenSecret: 'Session_create_token_secret',
} as const;
