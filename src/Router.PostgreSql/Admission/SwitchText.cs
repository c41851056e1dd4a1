using System.Text;

namespace Router.PostgreSql.Admission;

/// <summary>Names and reasons of switches as text of the database, which takes neither a zero character nor half a pair.</summary>
internal static class SwitchText
{
    internal static string Of(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\ufffd');
}
