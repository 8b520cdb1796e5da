import type { KnownFailure } from '../known-failure.ts'

/** What Python 2 says to code for Python 3. */
export const python3Code: KnownFailure = {
  id: 'python3-code',
  pattern:
    /SyntaxError: Non-ASCII character|TypeError: super\(\) takes at least 1 argument|ImportError: No module named (pathlib|typing|dataclasses|queue|configparser|urllib\.(?:request|parse))|TypeError: print\(\) got|'(encoding|exist_ok)' is an invalid keyword argument|makedirs\(\) got an unexpected keyword argument/,
}
