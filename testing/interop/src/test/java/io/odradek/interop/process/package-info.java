/** Other programs: run to their end, or kept running while a test goes on. */
package io.odradek.interop.process;
