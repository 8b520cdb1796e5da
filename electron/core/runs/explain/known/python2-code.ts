import type { KnownFailure } from '../known-failure.ts'

/** What Python 3 says to code for Python 2. */
export const python2Code: KnownFailure = {
  id: 'python2-code',
  pattern:
    /SyntaxError: Missing parentheses in call to|SyntaxError: multiple exception types must be parenthesized|TabError: inconsistent use of tabs|NameError: name '(xrange|raw_input|unicode|reduce|unichr|long|basestring)' is not defined|AttributeError: 'dict' object has no attribute '(iteritems|itervalues|iterkeys|has_key)'|No module named '?(cPickle|urllib2|ConfigParser|Queue|StringIO|Tkinter)\b/,
}
