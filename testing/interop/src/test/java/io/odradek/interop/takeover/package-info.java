/** Folders that one broker has written and another goes on with. */
package io.odradek.interop.takeover;
