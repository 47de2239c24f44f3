using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Muster.Server.Access;
using Muster.Server.Pages;

namespace Muster.Server.Api;

/// <summary>Problems as problem+json.</summary>
internal static class ProblemWriter
{
    public static async Task Write(HttpContext http, Problem problem)
    {
        await http.RequestServices.GetRequiredService<RefusalAudit>().Note(http, problem.Status, problem.Code)
            .ConfigureAwait(false);
        if (PageProblems.AreFor(http))
        {
            await PageProblems.Write(http, problem).ConfigureAwait(false);
            return;
        }
        if (problem.Challenge is { } challenge)
            http.Response.Headers.WWWAuthenticate = challenge;
        if (problem.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Answers.Write(http, problem.Status, "application/problem+json", json => Write(json, problem))
            .ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject();
        json.WriteString("type", Problem.TypePrefix + problem.Code);
        json.WriteString("title", problem.Title is { Length: > 0 } title
            ? title
            : ReasonPhrases.GetReasonPhrase(problem.Status));
        json.WriteNumber("status", problem.Status);
        json.WriteString("detail", problem.Detail);
        json.WriteString("code", problem.Code);
        if (problem.Version is { } version)
            json.WriteNumber("version", version);
        if (problem.Instead is { } instead)
        {
            json.WriteString("state", instead.State);
            json.WriteStartArray("allowed");
            foreach (var verb in instead.Allowed)
                json.WriteStringValue(verb);
            json.WriteEndArray();
        }
        if (!problem.Errors.IsEmpty)
        {
            json.WriteStartArray("errors");
            foreach (var error in problem.Errors)
            {
                json.WriteStartObject();
                json.WriteString("field", error.Field);
                json.WriteString("detail", error.Text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
