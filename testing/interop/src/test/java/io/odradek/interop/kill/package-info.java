/** {@code kill -9} under load: what was acknowledged stays. */
package io.odradek.interop.kill;
