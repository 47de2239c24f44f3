using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A form that a page sent, as the body that a program would have sent for the same.</summary>
internal static class FormBody
{
    /// <summary>The form, or why it is not taken: it must come from a page of the same session.</summary>
    public static async Task<(IFormCollection? Form, Problem? Problem)> Read(
        HttpContext http, Func<string?, bool> isOurs)
    {
        if (!http.Request.HasFormContentType)
            return (null, Problem.OfStatus(415) with { Detail = "A page takes a form; programs speak to /api/v1." });
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
            var isForeign = http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
            return isForeign || !isOurs(form["form"])
                ? (null, new Problem(403, "forbidden", "The form is not of this session",
                    "Nothing was done. Go back, load the page anew and send the form again."))
                : (form, null);
        }
        catch (InvalidDataException)
        {
            return (null, Problem.OfStatus(400));
        }
    }

    /// <summary>The form of somebody signed in; whoever showed a token itself carries no proof.</summary>
    public static Task<(IFormCollection? Form, Problem? Problem)> Read(Call call) => Read(
        call.Http,
        proof => !Gate.IsSession(call.Http) || proof == SessionBook.FormProof(Gate.SecretOf(call.Http)));

    /// <summary>Fields left empty were not said. What is wrong in the rest is for the interface's own parser.</summary>
    public static byte[] Json(string verb, IFormCollection form, Instant now)
    {
        var body = new JsonObject();
        foreach (var field in VerbChoice.FieldsOf(verb))
        {
            var said = form[field.Name].ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
            if (field.Kind == FieldKind.Requester && (said.Trim().Length > 0 || form["vip"] == "true"))
                body[field.Name] = Requester(said.Trim(), form["vip"] == "true");
            else if (said.Trim().Length > 0)
                body[field.Name] = Value(field, said, now);
        }
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    /// <summary>What a repeat of the form is told by: 2h sent twice is the same, though an hour lies between.</summary>
    public static UInt128 Digest(string verb, string? ticket, IFormCollection form)
    {
        var text = new StringBuilder().Append(verb).Append('\n').Append(ticket);
        foreach (var (name, value) in form.OrderBy(field => field.Key, StringComparer.Ordinal))
            text.Append('\n').Append(name).Append('=').Append(value);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static JsonNode Value(FieldShape field, string said, Instant now) => field.Kind switch
    {
        FieldKind.Flag => JsonValue.Create(said == "true"),
        FieldKind.Number => Number(said.Trim()),
        FieldKind.Moment => JsonValue.Create(FormMoment.Read(said.Trim(), field.Name == "happenedAt", now)),
        FieldKind.Texts => new JsonArray([.. Lines(said).Select(line => JsonValue.Create(line))]),
        FieldKind.Tags => Tags(said),
        FieldKind.Any when said.Trim() is "true" or "false" => JsonValue.Create(said.Trim() == "true"),
        FieldKind.Any => Number(said.Trim()),
        FieldKind.Text when field.Name is "text" or "description" or "evidence" or "summary" or "cause" =>
            JsonValue.Create(said),
        _ => JsonValue.Create(said.Trim()),
    };

    private static JsonValue Number(string said) =>
        decimal.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number == decimal.Truncate(number) && number <= long.MaxValue
                ? JsonValue.Create((long)number)
                : JsonValue.Create(number)
            : JsonValue.Create(said);

    private static JsonObject Requester(string name, bool isVip)
    {
        var requester = new JsonObject();
        if (name.Length > 0)
            requester["name"] = name;
        if (isVip)
            requester["vip"] = true;
        return requester;
    }

    private static JsonObject Tags(string said)
    {
        var tags = new JsonObject();
        foreach (var line in Lines(said))
        {
            var cut = line.IndexOf('=', StringComparison.Ordinal);
            tags[cut < 0 ? line : line[..cut].Trim()] = cut < 0 ? "" : line[(cut + 1)..].Trim();
        }
        return tags;
    }

    private static string[] Lines(string said) =>
        said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
