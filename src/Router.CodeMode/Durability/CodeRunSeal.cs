namespace Router.CodeMode.Durability;

/// <summary>Placeholder: compresses, versions, checksums and, if asked, encrypts what stores keep.</summary>
public static class CodeRunSeal;
