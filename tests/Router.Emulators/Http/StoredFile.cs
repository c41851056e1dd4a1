namespace Router.Emulators.Http;

internal sealed record StoredFile(byte[] Bytes, string ContentType);
