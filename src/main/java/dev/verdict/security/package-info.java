/** Who may use the administration, {@code /api/admin}: nobody but those with the role {@code admin}. It knows no feature. */
package dev.verdict.security;
