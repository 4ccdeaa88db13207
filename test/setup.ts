// The engine grants every permission when NODE_ENV is "test", which is jest's default: the tests would prove nothing.
process.env.NODE_ENV = 'production';
