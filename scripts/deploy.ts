import { rcApps, stage } from './staging';

// Puts the app on a server: npm run deploy -- --url https://chat.example.com --username admin --password … [--update]
rcApps(stage(), 'deploy', ...process.argv.slice(2));
