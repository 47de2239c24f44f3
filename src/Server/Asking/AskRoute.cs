using System.Text.Json;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Asking;

/// <summary><c>POST /api/v1/ask</c>: words in, what was understood, done, or wants a yes out.</summary>
internal static class AskRoute
{
    private static readonly string[] Fields = ["text", "confirm", "key"];

    public static void Map(Routes routes) => routes.Map("POST", Permissions.Ask, Ask);

    private static async Task Ask(Call call)
    {
        var (said, _, problem) = await Bodies.ReadObject(call.Http).ConfigureAwait(false);
        var (text, confirm, keyInBody) = (Text(said, "text"), Text(said, "confirm"), Text(said, "key"));
        problem ??= Faults(said);
        var (key, wrongKey) = problem is null ? Bodies.Key(call.Http, keyInBody) : (null, problem);
        if ((problem ?? wrongKey) is { } wrong)
        {
            await call.Refuse(wrong).ConfigureAwait(false);
            return;
        }
        var asker = new Asker(call.House, call.Caller, key);
        var answer = confirm is null
            ? await asker.Ask(text!).ConfigureAwait(false)
            : await asker.Confirm(confirm, text).ConfigureAwait(false);
        if (answer is null)
            await call.Refuse(Problem.Invalid(new BodyFault(
                "confirm", "confirm fits nothing that waits for your yes: it was used, is over or is of another text; "
                    + "ask again"))).ConfigureAwait(false);
        else if (answer.Problem is { } refused)
            await call.Refuse(refused).ConfigureAwait(false);
        else
            await call.Answer(200, answer.Write).ConfigureAwait(false);
    }

    private static string? Text(JsonElement said, string name) =>
        said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Problem? Faults(JsonElement said)
    {
        var faults = said.EnumerateObject()
            .Where(field => !Fields.Contains(field.Name) || field.Value.ValueKind != JsonValueKind.String)
            .Select(field => new BodyFault(field.Name, Fields.Contains(field.Name)
                ? $"{field.Name} must be a text"
                : $"{field.Name} is no field here; text, confirm and key are"))
            .DistinctBy(fault => fault.Field).Take(20).ToList();
        if (faults.Count == 0 && Text(said, "text") is null && Text(said, "confirm") is null)
            faults.Add(new BodyFault("text", "text is missing: what do you want, in words?"));
        return faults.Count == 0 ? null : Problem.Invalid([.. faults]);
    }
}
