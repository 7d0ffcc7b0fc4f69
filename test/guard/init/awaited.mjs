await Promise.reject(new TypeError('no connection to db.internal with password=hunter22-long for card 4111111111111111'));
export const handler = async () => 'never';
