/** Which parts of the service an instance plays. It knows no feature. */
package dev.verdict.roles;
