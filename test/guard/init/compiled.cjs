const add = new Function('a', 'b', 'return a + b');

exports.handler = async () => add(1, 2);
