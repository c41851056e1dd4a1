namespace Router.Emulators.Replicate;

internal static class ReplicateModels
{
    public static IReadOnlyList<ReplicateModel> All { get; } =
    [
        new("stability-ai", "sdxl", ReplicateTask.Images, "sdxl", "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc", false),
        new("salesforce", "blip", ReplicateTask.Caption, "blip", "2e1dddc8621f72155f24cf2e0adbde548458d3cab9f00c0139eea840d0ac4746", false),
        new("yorickvp", "llava-13b", ReplicateTask.VisionText, "llava", "80537f9eead1a5bfa72d5ac6ea6414379be41d4d4f6679fd776e9535d1eb58bb", false),
        new("black-forest-labs", "flux-schnell", ReplicateTask.Images, "flux-schnell", "hidden", true),
        new("black-forest-labs", "flux-1.1-pro", ReplicateTask.Image, "flux-pro", "hidden", true),
        new("meta", "meta-llama-3-8b-instruct", ReplicateTask.Text, "llama", "hidden", true),
    ];

    /// <summary>Deployments and the models behind them.</summary>
    public static IReadOnlyDictionary<string, string> Deployments { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["router/painter"] = "stability-ai/sdxl" };

    public static ReplicateModel? Find(string fullName) => All.FirstOrDefault(model => model.FullName == fullName);
}
