exports.handler = async () => 'never';
const password = 'hunter22-long' 1;
