using Microsoft.Extensions.AI;

namespace Router.PublicSurface.Tests;

/// <summary>An application as its author writes it: it has never heard of Router.</summary>
internal sealed class PlainApplication(IChatClient assistant, IImageGenerator painter)
{
    internal async Task<string> AnswerAsync(string question) => (await assistant.GetResponseAsync(question)).Text;

    internal async Task<string> StreamAsync(string question)
    {
        string text = "";
        await foreach (ChatResponseUpdate update in assistant.GetStreamingResponseAsync(question))
        {
            text += update.Text;
        }

        return text;
    }

    internal async Task<int> PaintAsync(string prompt) =>
        (await painter.GenerateImagesAsync(prompt)).Contents.OfType<DataContent>().First().Data.Length;
}
