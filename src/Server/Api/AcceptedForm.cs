using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Muster.Server.Api;

/// <summary>Which of several forms of an answer a request takes, by its Accept header.</summary>
internal static class AcceptedForm
{
    /// <param name="forms">The one that is given where the header says nothing comes first.</param>
    /// <param name="mediaType">What HTTP calls a form, with or without its letters.</param>
    /// <returns>Null where none of them is taken.</returns>
    public static T? Of<T>(HttpRequest request, IReadOnlyList<T> forms, Func<T, string> mediaType)
        where T : struct
    {
        var accepted = request.Headers.Accept;
        if (accepted.Count == 0 || !MediaTypeHeaderValue.TryParseList(accepted, out var wanted))
            return forms[0];
        foreach (var type in wanted.Where(type => type.Quality != 0).OrderByDescending(type => type.Quality ?? 1))
        {
            foreach (var form in forms)
            {
                if (MediaTypeHeaderValue.Parse(mediaType(form).Split(';')[0]).IsSubsetOf(type))
                    return form;
            }
        }
        return null;
    }
}
