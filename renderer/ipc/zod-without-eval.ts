import { z } from 'zod'

// The page's policy forbids code made from strings, which zod would try for every schema; imported before any schema.
z.config({ jitless: true })
